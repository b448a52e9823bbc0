"""Files that people take away: lists, action plans, a calendar, and a sheet that comes back filled in."""
