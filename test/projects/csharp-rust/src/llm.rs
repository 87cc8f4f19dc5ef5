use async_openai::{
    types::chat::{ChatCompletionRequestUserMessageArgs, CreateChatCompletionRequestArgs},
    Client,
};

const MODEL: &str = "gpt-4o-mini";

pub async fn ask(prompt: &str, limit: u32) -> Result<String, Error> {
    let client = Client::new();
    let request = CreateChatCompletionRequestArgs::default()
        .model(MODEL)
        .max_completion_tokens(limit)
        .messages([ChatCompletionRequestUserMessageArgs::default().content(prompt).build()?.into()])
        .build()?;
    Ok(client.chat().create(request).await?.choices[0].message.content.clone())
}
