namespace Jarvis.Tenancy;

/// <summary>A key that was just made: the only time that it can be seen.</summary>
public sealed class IssuedKey
{
    private readonly KeyText _text;

    internal IssuedKey(CallerKey key, KeyText text)
    {
        Key = key;
        _text = text;
    }

    /// <summary>What can be shown of it at any time.</summary>
    public CallerKey Key { get; }

    /// <summary>The key itself, to be given to whoever is to use it. It cannot be shown again.</summary>
    public string Reveal() => _text.Whole;

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => _text.ToString();
}
