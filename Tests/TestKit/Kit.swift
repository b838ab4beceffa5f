// The kit's first file replaces this one.
