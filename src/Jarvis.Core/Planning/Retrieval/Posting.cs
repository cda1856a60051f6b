namespace Jarvis.Planning.Retrieval;

/// <summary>That a tool's words have a term.</summary>
/// <param name="Tool">The tool's number.</param>
/// <param name="Weight">How much it says, from 0 to 1: most in the name.</param>
internal readonly record struct Posting(int Tool, double Weight);
