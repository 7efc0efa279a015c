"""From learning into activity (学びから活動へ): what a course leads to, and whether it did."""
