using System.Collections.Immutable;
using Jarvis.Tenancy;

namespace Jarvis.Gateway.Api.Admin;

/// <summary>A key that is to be made.</summary>
/// <param name="Label">What it is for.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Lifetime">How long it is taken; null for ever.</param>
internal sealed record KeyBody(string Label, ImmutableArray<KeyScope> Scopes, TimeSpan? Lifetime = null);
