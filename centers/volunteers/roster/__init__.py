"""Who is there for others: registering, what each agrees to, going on, resting, ending."""
