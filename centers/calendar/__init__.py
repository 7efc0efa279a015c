"""The opening calendar (開館カレンダー): which centre is open on which day, and why not."""
