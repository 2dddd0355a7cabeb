"""`python -m newsarchive`: the command line without its script."""

from newsarchive.cli import main

if __name__ == "__main__":
    main()
