"""Performance: weight plans and their trials, periods, scores and the cases behind them, exports."""
