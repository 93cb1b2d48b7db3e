"""What every figure is drawn with: style, palette, fonts, labels, and files of what was drawn."""
