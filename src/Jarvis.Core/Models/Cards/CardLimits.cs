namespace Jarvis.Models.Cards;

/// <summary>What a card may hold at most. Cards come from anybody.</summary>
internal static class CardLimits
{
    /// <summary>Bytes of one card.</summary>
    internal const int Card = 1 << 20;

    /// <summary>Bytes of a file of many cards.</summary>
    internal const long Bundle = 64L << 20;

    /// <summary>Files in the folder.</summary>
    internal const int Files = 10_000;

    /// <summary>Cards in the folder, those that are wrong among them.</summary>
    internal const int Cards = 20_000;

    internal const int Depth = 4;

    internal const int Text = 256;

    internal const int Description = 2_000;

    internal const int Items = 256;
}
