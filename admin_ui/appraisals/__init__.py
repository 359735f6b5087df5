"""Performance: weight plans and their trial, periods, scores and what stands behind them, exports."""
