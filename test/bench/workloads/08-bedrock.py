# traffic: conversations=60 pause=25
import boto3

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = boto3.client("bedrock-runtime")


def lambda_handler(event, context):
    return client.converse(
        modelId="anthropic.claude-sonnet-4-5-20250929-v1:0",
        system=[{"text": HANDBOOK}],
        messages=[{"role": "user", "content": [{"text": event["question"]}]}],
        inferenceConfig={"maxTokens": 400},
    )
