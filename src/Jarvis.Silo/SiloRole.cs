namespace Jarvis.Silo;

/// <summary>What a silo does in its cluster. One may do several things.</summary>
public enum SiloRole
{
    /// <summary>Holds conversations and their tasks.</summary>
    Coordinator,

    /// <summary>Lets clients of the cluster in.</summary>
    Gateway,

    /// <summary>Runs models on hardware that others lack, and holds no conversations unless it is a coordinator too.</summary>
    Gpu,
}
