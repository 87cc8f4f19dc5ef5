from crewai import Agent, Crew, Task
from crewai.project import CrewBase, agent, crew, task


@CrewBase
class Research:
    tasks_config = "config/tasks.yaml"

    @agent
    def researcher(self) -> Agent:
        return Agent(config=self.agents_config["researcher"], llm="gpt-4o-mini")

    @agent
    def writer(self) -> Agent:
        return Agent(config=self.agents_config["writer"], role="Editor of {topic}")

    @agent
    def missing(self) -> Agent:
        return Agent(config=self.agents_config["nobody"])

    @task
    def search(self) -> Task:
        return Task(config=self.tasks_config["search"])

    @task
    def write(self) -> Task:
        return Task(config=self.tasks_config["write"], agent=self.writer())
