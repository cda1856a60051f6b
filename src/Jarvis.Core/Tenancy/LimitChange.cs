namespace Jarvis.Tenancy;

/// <summary>What a limit is to be.</summary>
/// <param name="IsOwn">Whether the tenant has one of its own; else it is as the options say.</param>
/// <param name="Value">How much; null for no limit.</param>
public readonly record struct LimitChange(bool IsOwn, decimal? Value)
{
    /// <summary>As the options say.</summary>
    public static LimitChange Default { get; }

    /// <summary>No limit, whatever the options say.</summary>
    public static LimitChange None { get; } = new(true, null);

    /// <summary>A limit of its own.</summary>
    public static LimitChange To(decimal value) => new(true, value);
}
