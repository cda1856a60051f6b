namespace Jarvis.Gateway.Api.Admin;

/// <summary>How a key is replaced.</summary>
/// <param name="Grace">How long the old one is still taken; a day by default.</param>
internal sealed record RotateBody(TimeSpan? Grace = null);
