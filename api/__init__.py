"""Every way in: settings, the command line, the HTTP service and its pages. Nothing imports this room."""
