mod llm;

use crate::llm::ask;

async fn main() {
    ask("Name three rivers.", 40).await;
    twilio::Client::new().chat().create("not a model").await;
}
