using Jarvis.Tenancy;

namespace Jarvis.Gateway.Security;

/// <summary>What an endpoint asks of who calls it.</summary>
/// <param name="Scope">The scope that the caller's key must have; null where anybody may call.</param>
public sealed record RequestAccess(KeyScope? Scope);
