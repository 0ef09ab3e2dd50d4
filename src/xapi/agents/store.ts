/** What statements have said about agents; `insertStatements` keeps it. */
export interface AgentReader {
  /**
   * Names that the agent was given, the latest first, at most `agentNamesMax`.
   * @param agent its canonical text (`agentKey`).
   */
  findAgentNames(agent: string): Promise<readonly string[]>
}

/** So many names of one agent are kept, those that came last. */
const agentNamesMax = 20

/** The names of an agent after it was given `name`: the latest first, each once, the oldest dropped. */
export const withName = (names: readonly string[], name: string): readonly string[] =>
  [name, ...names.filter((other) => other !== name)].slice(0, agentNamesMax)
