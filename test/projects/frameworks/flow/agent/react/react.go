package react

// NewAgent is the project's own and called like the SDK's, in a folder called like the SDK's.
func NewAgent(name string) string { return name }
