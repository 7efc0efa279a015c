"""Who is wanted where: asking, publishing, agreeing to come."""
