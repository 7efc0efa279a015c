"""How Japan writes dates, names and numbers, and how its cities write spreadsheets. No models."""
