from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    model: str = "gpt-4.1-mini"
    limit: int = 800


settings = Settings()
