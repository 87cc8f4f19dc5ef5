use rig::{client::CompletionClient, completion::Prompt, providers::openai};

pub async fn ask(question: &str, key: &str) -> Result<String, Failure> {
    let client = openai::Client::builder()
        .api_key(key)
        .build()
        .map_err(|error| Failure::new(format!("no client: {error}")))?;
    let agent = client.agent("gpt-5").preamble("You answer on call.").build();
    Ok(agent.prompt(question).await?)
}
