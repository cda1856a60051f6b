using Jarvis.Identity;

namespace Jarvis.Gateway.Api.Admin;

/// <summary>A tenant that is to be made.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Label">Who it is, in words for people.</param>
internal sealed record TenantBody(TenantId Id, string Label = "");
