using System.Security.Cryptography;
using Jarvis.Conformance;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Network namespaces, one a silo, that hear each other and the tests over a bridge until they are told not to. Needs root.</summary>
internal sealed class SiloNetwork : IDisposable
{
    private readonly string _id = RandomNumberGenerator.GetHexString(6, lowercase: true);
    private readonly int _range = RandomNumberGenerator.GetInt32(1, 255);
    private readonly int _count;

    internal SiloNetwork(int count)
    {
        _count = count;
        Tool.Run("ip", $"link add {Bridge} type bridge");
        Tool.Run("ip", $"address add {Address(-1)}/24 dev {Bridge}");
        Tool.Run("ip", $"link set {Bridge} up");
        for (var number = 0; number < count; number++)
        {
            Tool.Run("ip", $"netns add {Namespace(number)}");
            Tool.Run("ip", $"link add {Port(number)} type veth peer name eth0 netns {Namespace(number)}");
            Tool.Run("ip", $"link set {Port(number)} master {Bridge} up");
            Tool.Run("ip", $"-n {Namespace(number)} address add {Address(number)}/24 dev eth0");
            Tool.Run("ip", $"-n {Namespace(number)} link set eth0 up");
            Tool.Run("ip", $"-n {Namespace(number)} link set lo up");
        }
    }

    private string Bridge => $"jb{_id}";

    internal SiloPlace Place(int number) => new() { Namespace = Namespace(number), Address = Address(number) };

    /// <summary>Has nobody hear one, nor it anybody.</summary>
    internal void Cut(int number) => Tool.Run("ip", $"link set {Port(number)} down");

    /// <summary>Has two not hear each other; all others hear both.</summary>
    internal void Separate(int one, int other)
    {
        Tool.Run("bridge", $"link set dev {Port(one)} isolated on");
        Tool.Run("bridge", $"link set dev {Port(other)} isolated on");
    }

    /// <summary>Has all hear each other again.</summary>
    internal void Heal()
    {
        for (var number = 0; number < _count; number++)
        {
            Tool.Run("ip", $"link set {Port(number)} up");
            Tool.Run("bridge", $"link set dev {Port(number)} isolated off");
        }
    }

    public void Dispose()
    {
        for (var number = 0; number < _count; number++)
        {
            // Its end of the cable goes with it.
            Tool.Works("ip", $"netns delete {Namespace(number)}");
        }

        Tool.Works("ip", $"link delete {Bridge}");
    }

    private string Namespace(int number) => $"jarvis-{_id}-{number}";

    private string Port(int number) => $"jp{_id}{number}";

    private string Address(int number) => $"10.213.{_range}.{number + 2}";
}
