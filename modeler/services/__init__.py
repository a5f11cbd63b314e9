"""What the application does with documents beside editing them: files, journals, previews, exports."""
