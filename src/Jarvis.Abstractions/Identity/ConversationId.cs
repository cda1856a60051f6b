using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Jarvis.Identity;

/// <summary>A long-lived session of one user: <c>tenant/name</c>.</summary>
[JsonConverter(typeof(IdJsonConverter<ConversationId>))]
public readonly record struct ConversationId : IParsable<ConversationId>
{
    /// <summary>Creates an identifier.</summary>
    /// <param name="tenant">Who owns the conversation.</param>
    /// <param name="name">Its name, unique for the tenant: 1 to 128 letters, digits, '-', '_' or '.'.</param>
    /// <exception cref="Errors.JarvisException">The name is none (<see cref="Errors.ErrorCode.InvalidRequest"/>).</exception>
    public ConversationId(TenantId tenant, string name)
    {
        Tenant = tenant;
        Name = IdText.RequireSegment(name, "conversation name");
    }

    /// <summary>Who owns the conversation.</summary>
    public TenantId Tenant { get; }

    /// <summary>Its name, unique for the tenant.</summary>
    public string Name { get; }

    /// <summary>The conversation's turn of that number.</summary>
    /// <param name="number">From 1.</param>
    public TurnId Turn(int number) => new(this, number);

    /// <inheritdoc/>
    public static ConversationId Parse(string s, IFormatProvider? provider = null) => IdText.Parse<ConversationId>(s, "conversation id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ConversationId result)
    {
        result = default;
        var slash = s?.IndexOf('/') ?? -1;
        if (slash < 0 || !TenantId.TryParse(s![..slash], provider, out var tenant) || !IdText.IsSegment(s[(slash + 1)..]))
        {
            return false;
        }

        result = new ConversationId(tenant, s[(slash + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant.Value}/{Name}";
}
