"""Figures by formula: sums over tallies, intervals, boards, and what of them may be told to whom."""
