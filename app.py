"""The page: `python app.py`, or `make run`."""

from assistant.cli import serve

if __name__ == "__main__":
    serve(host="", port=0)
