"""Reading a plan: a Word, Excel or CSV file in, a `domain.plan.Plan` out. Nothing is recorded here."""
