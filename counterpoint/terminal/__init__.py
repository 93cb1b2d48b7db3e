"""What commands share: options, tables, bars of progress, questions, the files they begin."""
