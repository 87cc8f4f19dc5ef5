SYSTEM = "You are the editor of a newspaper."
ROLES = {"writer": "You write.", "critic": "You judge."}


def headline_prompt(article):
    return f"Write a headline.\n\n{article}"
