# Nothing here says where the module stands: it may be anybody's.
from german_domain import ask_model

ask_model("Not followed")
