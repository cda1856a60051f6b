namespace Jarvis.Gateway.OpenApi;

/// <summary>An example of an endpoint's body, for its description.</summary>
/// <param name="Json">The body.</param>
internal sealed record RequestExample(string Json);
