global using OpenAI.Chat;
