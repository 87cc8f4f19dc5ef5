package shop;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O_MINI;

class Services {
    interface Assistant {
        String chat(String text);
    }

    private final ChatModel model = OpenAiChatModel.builder().modelName(GPT_4_O_MINI).build();

    Assistant assistant() {
        return AiServices.builder(Assistant.class)
            .chatModel(model)
            .systemMessage("You sell shoes.")
            .build();
    }

    Router router() {
        return new Router() {
            @Override
            public String route(String query) {
                return model.chat("Is this about shoes? " + query);
            }
        };
    }
}
