import openai

openai.Embedding.create(engine="text-embedding-ada-002", input="Invoices of the year")
openai.ChatCompletion.create(engine="support-chat", messages=[{"role": "user", "content": "Hello"}])
