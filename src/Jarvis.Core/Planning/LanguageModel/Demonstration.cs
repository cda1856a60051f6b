namespace Jarvis.Planning.LanguageModel;

/// <summary>A request and the plan that is right for it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Resources">The resources it comes with, as a prompt lists them; empty where there are none.</param>
/// <param name="Plan">The plan, as the model is to write it.</param>
/// <param name="Types">The task types of the plan.</param>
internal sealed record Demonstration(string Request, string Resources, string Plan, params string[] Types);
