using Jarvis.Tenancy;

namespace Jarvis.Gateway.Api.Admin;

/// <summary>A key that was just made, the only time that it is seen.</summary>
/// <param name="Secret">The key itself.</param>
/// <param name="Key">What can be shown of it at any time.</param>
internal sealed record ShownKey(string Secret, CallerKey Key);
