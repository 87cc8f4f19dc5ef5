use langchain_rust::{chain::LLMChainBuilder, llm::openai::OpenAI, language_models::llm::LLM};

async fn run() {
    let llm = OpenAI::default().with_model("gpt-4o-mini");
    llm.invoke("Which coat?").await.unwrap();
    let chain = LLMChainBuilder::new().prompt("You sell coats.").llm(llm).build().unwrap();
}
