namespace Jarvis.Models.Replicas;

/// <summary>What keeps a replica in memory.</summary>
internal enum ResidentHold
{
    /// <summary>Nothing: nobody uses it now.</summary>
    None,

    /// <summary>Nothing: its model serves without it, and loses no more than speed. It goes before others do, when what it runs has ended.</summary>
    Spare,

    /// <summary>Work that runs or waits for it. It ends.</summary>
    Busy,

    /// <summary>Its card: it stays.</summary>
    Pinned,

    /// <summary>Nothing: it is on its way out, and its memory will be free soon.</summary>
    Leaving,
}
