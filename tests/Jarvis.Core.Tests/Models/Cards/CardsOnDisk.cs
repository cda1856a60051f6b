using Jarvis.Models;
using Jarvis.Models.Cards;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models.Cards;

/// <summary>A folder of cards and a host that reads it.</summary>
internal sealed class CardsOnDisk : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("jarvis-cards-").FullName;

    public string Path => System.IO.Path.Combine(_root, "models");

    public string Root => _root;

    public CardFolder Folder => new(Path, new CardReader(TaskTypeCatalog.Default));

    public CardFolderEditor Editor => new(Folder);

    public FakeTimeProvider Time { get; } = new();

    public static string Card(string id, string more = "") =>
        $$"""{"id":"{{id}}","runner":"scripted","taskTypes":["image-classification"],"description":"finds cats"{{more}}}""";

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public ServiceProvider Host(Action<CardFolderOptions>? configure = null, params IModelRunner[] runners)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time);
        foreach (var runner in runners)
        {
            services.AddSingleton(runner);
        }

        return services.AddJarvisCore()
            .AddModelCards(options =>
            {
                options.Directory = Path;
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
