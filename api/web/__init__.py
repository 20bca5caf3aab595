"""The pages: templates, style sheet, and the queries behind them. Every page works without JavaScript."""
