"""Registering those who use rooms (利用登録): once for a class of purposes, renewed each year."""
