use async_openai::{
    config::OpenAIConfig,
    types::chat::{
        ChatCompletionRequestSystemMessageArgs, ChatCompletionRequestUserMessageArgs, CreateChatCompletionRequest,
        CreateChatCompletionRequestArgs,
    },
    Client,
};
use ollama_rs::{generation::completion::request::GenerationRequest, Ollama};
use rig::providers::openai;

const SYSTEM: &str = "You are \
    terse.";

pub struct Bot {
    client: Client<OpenAIConfig>,
    model: String,
}

impl Bot {
    pub fn new() -> Self {
        Self { client: Client::new(), model: "gpt-4o-mini".to_string() }
    }

    pub async fn ask(&self, question: &str) -> Result<String, Error> {
        let request = CreateChatCompletionRequestArgs::default()
            .model(&self.model)
            .max_tokens(50u32)
            .messages([
                ChatCompletionRequestSystemMessageArgs::default().content(SYSTEM).build()?.into(),
                ChatCompletionRequestUserMessageArgs::default().content(format!("Hi 😀 {question} {}", 1)).build()?.into(),
            ])
            .build()?;
        let response = self.client.chat().create(request).await?;
        Ok(response.choices[0].message.content.clone())
    }
}

async fn others(q: &str) -> anyhow::Result<()> {
    let config = OpenAIConfig::new().with_api_base("https://api.groq.com/openai/v1").with_api_key("k");
    let groq = Client::with_config(config);
    for word in vec!["a", "b"] {
        groq.chat().create(CreateChatCompletionRequest { model: "llama-3.1-8b-instant".into(), messages: vec![], ..Default::default() }).await?;
    }
    let agent = openai::Client::from_env().agent(openai::GPT_4O).preamble("Be kind").max_tokens(9).build();
    agent.prompt(q).await?;
    let ollama = Ollama::default();
    ollama.generate(GenerationRequest::new("llama3.2".to_string(), q.to_string()).system("S")).await?;
    let g = genai::Client::default();
    g.exec_chat("gpt-4o", genai::chat::ChatRequest::new(vec![genai::chat::ChatMessage::system("s"), genai::chat::ChatMessage::user(q)]), None).await?;
    local.chat().create("not a model").await?;
    Ok(())
}

async fn caller() {
    let bot = Bot::new();
    bot.ask("What is 2+2?").await;
}
