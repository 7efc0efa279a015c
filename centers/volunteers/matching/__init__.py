"""Matching (マッチング): who fits an opening, what suits a volunteer, asking and answering."""
